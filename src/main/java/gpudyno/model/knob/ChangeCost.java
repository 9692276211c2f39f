package gpudyno.model.knob;

/// What turning a knob costs the node's users.
public enum ChangeCost {
    /// Takes effect at once, nobody notices.
    FREE,
    /// Requests wait while it takes effect.
    PAUSE,
    /// The server behind it restarts.
    RESTART
}
