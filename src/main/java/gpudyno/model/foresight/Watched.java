package gpudyno.model.foresight;

/// A meter that is watched for anomalies.
///
/// @param tolerance how far the meter may deviate, in its usual spreads; feedback widens it
/// @param learning whether too little of it was seen so far
/// @param score the last one, in [0, 1]
public record Watched(String meter, String title, String unit, double tolerance, boolean learning, double score) {}
