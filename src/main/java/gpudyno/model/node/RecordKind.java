package gpudyno.model.node;

/// A kind of record that a node keeps in its store, and how much of it.
public enum RecordKind {
    TEN_SECONDS("Frames of 10 s", Per.DAYS, 1, 2, 14),
    FIVE_MINUTES("Frames of 5 min", Per.DAYS, 8, 90, 800),
    SESSIONS("Sessions", Per.ROWS, 50, 1_000, 5_000),
    RUNS("Load runs", Per.ROWS, 50, 1_000, 5_000),
    TRACES("Traces", Per.ROWS_OF_A_KIND, 100, 2_500, 25_000),
    EVENTS("Events", Per.ROWS, 1_000, 10_000, 100_000),
    LEDGER("Cost ledger", Per.DAYS, 62, 400, 1_500),
    KNOB_CHANGES("Knob changes", Per.ROWS, 10_000),
    INCIDENTS("Incidents", Per.ROWS, 2_000),
    ANOMALIES("Anomalies", Per.ROWS, 2_000),
    AHEAD_ACTIONS("Actions ahead", Per.ROWS, 2_000),
    MEMORY_ACTIONS("Memory actions", Per.ROWS, 2_000),
    GPU_PROCESSES("GPU processes", Per.DAYS, 7);

    /// What a limit counts.
    public enum Per {
        DAYS("days"),
        /// The newest are kept.
        ROWS("newest"),
        /// The newest of each kind are kept.
        ROWS_OF_A_KIND("newest of each kind");

        private final String words;

        Per(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private final String title;
    private final Per per;
    private final long least;
    private final long usual;
    private final long most;

    RecordKind(String title, Per per, long least, long usual, long most) {
        this.title = title;
        this.per = per;
        this.least = least;
        this.usual = usual;
        this.most = most;
    }

    RecordKind(String title, Per per, long fixed) {
        this(title, per, fixed, fixed, fixed);
    }

    public String title() {
        return title;
    }

    public Per per() {
        return per;
    }

    /// The lowest limit that is allowed.
    public long least() {
        return least;
    }

    /// The highest limit that is allowed.
    public long most() {
        return most;
    }

    /// The limit unless somebody set another.
    public long usual() {
        return usual;
    }

    /// Whether nobody can set the limit: other parts of the node depend on it.
    public boolean isFixed() {
        return least == most;
    }

    /// The same limit, or an IllegalArgumentException whose message says what is allowed.
    public long check(long limit) {
        if (isFixed() && limit != usual) {
            throw new IllegalArgumentException(title + ": the limit is always " + usual + " " + per.words);
        }
        if (limit < least || limit > most) {
            throw new IllegalArgumentException(title + ": " + allowed() + ", got " + limit);
        }
        return limit;
    }

    /// The allowed limits, for people.
    public String allowed() {
        return isFixed() ? "always " + usual + " " + per.words : "from " + least + " to " + most + " " + per.words;
    }
}
