package gpudyno.model.node;

import java.time.Instant;

/// An alert as it stands.
public record Alert(String rule, Event.Severity severity, String title, String cause, Instant since, boolean acknowledged) {}
