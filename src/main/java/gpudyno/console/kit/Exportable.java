package gpudyno.console.kit;

/// A chart whose figures can be taken elsewhere. A [Panel] that holds one offers it as PNG and CSV in its header's menu.
public interface Exportable {
    /// The figures drawn, a header line first, in full precision; empty cells where nothing is known.
    String csv();
}
