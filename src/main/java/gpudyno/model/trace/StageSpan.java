package gpudyno.model.trace;

/// The time that a request spent in one stage.
///
/// @param start milliseconds after the request's arrival
/// @param millis how long it took
public record StageSpan(Stage stage, double start, double millis) {}
