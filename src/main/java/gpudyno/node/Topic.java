package gpudyno.node;

/// A kind of change that a node sends, such as its frames or the values of its knobs. Each contract names its own topics.
///
/// @param name on the wire: letters, digits and hyphens
/// @param type of the value, which can be written as JSON
public record Topic<T>(String name, Class<T> type) {}
