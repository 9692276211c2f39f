package gpudyno.model.node;

import java.time.Instant;

/// Something that happened on a node, for people.
public record Event(Instant at, Severity severity, String text) {
    /// How much it matters.
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }
}
