package gpudyno.gpu.why;

/// Frames of a [Course], by their places.
///
/// @param last the last one that belongs to it
record Span(int first, int last) {}
