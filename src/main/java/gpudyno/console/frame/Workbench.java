package gpudyno.console.frame;

import gpudyno.console.kit.Dialogs;
import gpudyno.console.kit.Memory;
import gpudyno.console.kit.SaveTarget;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.TimeRange;
import gpudyno.node.FleetServer;
import gpudyno.node.SharedLoads;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/// What all pages of a window share. Belongs to the JavaFX thread.
public final class Workbench {
    private final NodeCalls calls;
    private final Dialogs dialogs;
    private final Memory memory = new Memory();
    private final ObjectProperty<Optional<NodeViewModel>> node = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<NodeViewModel>> nodes = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Optional<Instant>> pausedAt = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyStringWrapper unavailable = new ReadOnlyStringWrapper("");
    private Optional<FleetServer> fleetServer = Optional.empty();
    private SharedLoads sharedLoads = (_, _, _) -> {
        throw new IllegalStateException("this window knows no nodes");
    };
    private Guide guide = Guide.NOWHERE;
    private final ObjectProperty<TimeRange> range = new SimpleObjectProperty<>(TimeRange.QUARTER);
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.DARK);

    public Workbench(NodeCalls calls, Dialogs dialogs) {
        this.calls = calls;
        this.dialogs = dialogs;
    }

    /// What the person chose before and finds again, also after the program was closed.
    public Memory memory() {
        return memory;
    }

    public NodeCalls calls() {
        return calls;
    }

    public Dialogs dialogs() {
        return dialogs;
    }

    /// Asks where to save a text, makes it beside the screen's thread, and says what came of it.
    ///
    /// @param name suggested for the file, with its ending
    public void save(Scene scene, String title, String name, Callable<String> text) {
        SaveTarget.of(scene).choose(title, name).ifPresent(file -> calls.call(() -> Files.writeString(file, text.call()),
                written -> dialogs.say("Exported to " + written), line -> dialogs.say(name + " was not written: " + line)));
    }

    /// The node all pages show; empty until one is known.
    public ObjectProperty<Optional<NodeViewModel>> node() {
        return node;
    }

    /// A server that holds the frames of more nodes than those of the window.
    public Optional<FleetServer> fleetServer() {
        return fleetServer;
    }

    public void fleetServer(Optional<FleetServer> configured) {
        fleetServer = configured;
    }

    /// Loads that several nodes of the window send together.
    public SharedLoads sharedLoads() {
        return sharedLoads;
    }

    public void sharedLoads(SharedLoads by) {
        sharedLoads = by;
    }

    /// All nodes that the window knows, in their order.
    public ReadOnlyObjectProperty<List<NodeViewModel>> nodes() {
        return nodes.getReadOnlyProperty();
    }

    public void nodes(List<NodeViewModel> known) {
        if (!known.equals(nodes.get())) {
            nodes.set(List.copyOf(known));
        }
    }

    /// Since when the screen stands still; sampling and recording go on.
    public ObjectProperty<Optional<Instant>> pausedAt() {
        return pausedAt;
    }

    /// Why nothing can be asked of the chosen node now; empty while it answers. Actions are disabled with it, and the frame tells it once.
    public ReadOnlyStringProperty unavailable() {
        return unavailable.getReadOnlyProperty();
    }

    void unavailable(String reason) {
        unavailable.set(reason);
    }

    public void togglePause(Instant now) {
        pausedAt.set(pausedAt.get().isPresent() ? Optional.empty() : Optional.of(now));
    }

    /// The way to other pages and nodes.
    public Guide guide() {
        return guide;
    }

    public void guide(Guide now) {
        guide = now;
    }

    public ObjectProperty<TimeRange> range() {
        return range;
    }

    public ObjectProperty<Theme> theme() {
        return theme;
    }
}
