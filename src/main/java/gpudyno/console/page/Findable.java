package gpudyno.console.page;

import gpudyno.node.Node;
import java.util.List;
import java.util.function.Consumer;

/// Things of one kind that a page can show when they are named, such as the knobs of Settings. The command palette lists them, and what
/// names one elsewhere leads to it.
///
/// @param open shows the thing of an id. On the JavaFX thread, with its page in view; the page may not have read that thing yet
public record Findable(Kind kind, Source source, Consumer<String> open) {
    /// Where the things are read.
    public interface Source {
        /// Not on the JavaFX thread: it may ask the node.
        List<Item> of(Node node) throws Exception;
    }

    /// One thing.
    ///
    /// @param id what `open` is given
    /// @param title what people call it
    /// @param detail in a few words what it is or how it stands
    public record Item(String id, String title, String detail) {}

    /// One thing a page can do, whatever its node has.
    public static Findable action(String title, String detail, Runnable action) {
        return new Findable(Kind.ACTION, _ -> List.of(new Item(title, title, detail)), _ -> action.run());
    }
}
