package gpudyno.model.foresight;

/// What a meter or a fault is about. Things of one area belong together; what serving suffers may come from any of the others.
public enum Area {
    /// How many requests come.
    TRAFFIC,
    /// What becomes of them: latency, queue, errors.
    SERVING,
    CACHE,
    MEMORY,
    /// The host's processor.
    PROCESSOR,
    GPU;

    /// Whether what happens in both at the same time is one story.
    public boolean belongsTo(Area other) {
        return this == other || this == SERVING || other == SERVING;
    }
}
