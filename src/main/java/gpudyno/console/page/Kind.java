package gpudyno.console.page;

/// What can be looked for by name. Where two are found alike well, the kind that comes first here is listed first.
public enum Kind {
    PAGE("Page"),
    ACTION("Action"),
    NODE("Node"),
    GPU("GPU"),
    KNOB("Knob"),
    METER("Meter"),
    RULE("Rule"),
    SESSION("Session"),
    RUN("Run"),
    TRACE("Trace"),
    TARGET("Load target"),
    /// A stretch of the past of the chosen node.
    PERIOD("Period");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
