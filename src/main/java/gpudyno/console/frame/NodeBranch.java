package gpudyno.console.frame;

import gpudyno.console.kit.DeviceRow;
import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.NodeRow;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.node.Gpus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.layout.VBox;

/// A node in the sidebar with its GPUs under it. The GPUs of this machine's node are listed from the start, those of others once it is
/// opened; instances that a GPU is cut into are on the GPU page alone.
final class NodeBranch extends VBox {
    private final NodeRow row;
    private final VBox leaves = new VBox();
    private List<Leaf> listed = List.of();
    private boolean compact;

    /// @param id of the device
    /// @param title what it is called
    private record Leaf(String id, String title) {}

    NodeBranch(NodeRow row, boolean open) {
        this.row = row;
        row.expanded().set(open);
        row.expanded().subscribe(this::showLeaves);
        getChildren().addAll(row, leaves);
    }

    NodeRow row() {
        return row;
    }

    /// @param latest frame of the node
    /// @param selected id of the device that the page in view shows
    /// @param chosen takes the id of a device that is clicked
    void show(Optional<Gpus.Board> board, Optional<Frame> latest, Optional<String> selected, Consumer<String> chosen) {
        List<DeviceState> gpus = board.map(Gpus.Board::devices).orElse(List.of()).stream().filter(state -> !state.device().isInstance())
                .toList();
        List<GpuDevice> devices = gpus.stream().map(DeviceState::device).toList();
        List<Leaf> wanted = devices.stream().map(device -> new Leaf(device.id(), DeviceWords.title(device, devices))).toList();
        if (!wanted.equals(listed)) {
            listed = wanted;
            leaves.getChildren().setAll(wanted.stream().map(leaf -> new DeviceRow(leaf.title)).toList());
            showLeaves();
        }
        for (int i = 0; i < gpus.size(); i++) {
            DeviceRow leaf = (DeviceRow) leaves.getChildren().get(i);
            String id = devices.get(i).id();
            leaf.setOnAction(_ -> chosen.accept(id));
            leaf.selected(selected.filter(id::equals).isPresent());
            leaf.show(value(gpus.get(i), latest));
        }
    }

    private static String value(DeviceState state, Optional<Frame> latest) {
        return switch (state.health()) {
            case Health.LOST -> "lost";
            case Health.STALE -> "no answer";
            case Health.ANSWERING -> latest.map(frame -> frame.gauge(GpuMeters.UTILIZATION.series(state.device().id())))
                    .filter(used -> !used.isNaN()).map(used -> Formats.number(used, 0) + " %").orElse("");
        };
    }

    void compact(boolean now) {
        compact = now;
        row.compact(now);
        showLeaves();
    }

    private void showLeaves() {
        boolean shown = !compact && row.expanded().get() && !listed.isEmpty();
        leaves.setVisible(shown);
        leaves.setManaged(shown);
    }
}
