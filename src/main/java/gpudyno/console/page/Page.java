package gpudyno.console.page;

import gpudyno.node.Node;
import java.util.List;
import java.util.Optional;
import org.kordamp.ikonli.Ikon;

/// One page of the console. Used on the JavaFX thread alone; what a page asks of its node it asks elsewhere.
public interface Page {
    String title();

    Ikon icon();

    javafx.scene.Node content();

    /// The page comes into view, or the node or the range of time in view changed.
    void show(Node node, TimeRange range);

    /// The page leaves view and stops asking its node.
    void hide();

    /// What on this page can be found by name.
    default List<Findable> findables() {
        return List.of();
    }

    /// Id of the GPU that the page shows now; empty for a page that shows none in particular.
    default Optional<String> device() {
        return Optional.empty();
    }

    /// What the top bar says in place of the chosen node; empty for a page that is about that node.
    default Optional<Heading> heading() {
        return Optional.empty();
    }

    /// Freezes or resumes the page's charts; nothing else stops.
    default void pause(boolean paused) {
    }
}
