package gpudyno.model.meter;

import java.util.List;

/// Correct answers by the API key of their requests, by which the cost of serving is split.
public final class KeyMeters {
    /// The label of requests without an API key. No key has this name, because of its blank.
    public static final String NO_KEY = "no key";
    /// The label of further keys, once [#MOST_KEYS] have their own.
    public static final String OTHERS = "other keys";
    /// Keys that are told apart.
    public static final int MOST_KEYS = 50;

    public static final Meter REQUESTS = Meter.counter("serve.key.requests", "1", "Correct answers by API key", "key");
    public static final Meter TOKENS = Meter.counter("serve.key.tokens", "1", "Input tokens of correct answers by API key", "key");
    public static final Meter COMPUTED = Meter.counter("serve.key.computed", "1",
            "Input tokens of correct answers that the backend computed for their own request, by API key", "key");

    private KeyMeters() {
    }

    static List<Meter> own() {
        return List.of(REQUESTS, TOKENS, COMPUTED);
    }
}
