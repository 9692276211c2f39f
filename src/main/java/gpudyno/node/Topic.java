package gpudyno.node;

/// A kind of change a node tells of, such as its frames or where its knobs stand. Each contract names its own topics.
///
/// @param name on the wire: letters, digits and hyphens
/// @param type of the value told, which has a form in JSON
public record Topic<T>(String name, Class<T> type) {}
