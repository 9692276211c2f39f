package gpudyno.model.trace;

/// The batch that computed a request's last input.
///
/// @param id counts the batches of the process, from 1
/// @param span id of the batch's own span, 16 hexadecimal digits
/// @param items inputs in it
/// @param cap most items that it could have had
/// @param tokens length of its longest input
/// @param padded length to which all its inputs were padded
public record Batch(long id, String span, int items, int cap, int tokens, int padded) {}
