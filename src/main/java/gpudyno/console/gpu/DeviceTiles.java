package gpudyno.console.gpu;

import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The devices of a node that has more than one: a tile each with its utilisation and memory, the instances of a GPU after it. Tab reaches the
/// chosen one, the arrow keys choose.
final class DeviceTiles extends FlowPane {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final double GPU = 186;
    private static final double INSTANCE = 122;

    private final Consumer<String> choose;
    private List<GpuDevice> listed = List.of();
    private List<Tile> tiles = List.of();

    /// @param choose takes the id of a device
    DeviceTiles(Consumer<String> choose) {
        super(8, 8);
        this.choose = choose;
        setAccessibleText("Devices");
        addEventFilter(KeyEvent.KEY_PRESSED, this::walk);
    }

    private static final class Tile extends Button {
        private final GpuDevice device;
        private final Row utilization = new Row("util");
        private final Row memory = new Row("mem");
        private final Label standing = Labels.caption("");

        Tile(GpuDevice device, List<GpuDevice> all) {
            this.device = device;
            getStyleClass().setAll("device-tile");
            setAccessibleRole(AccessibleRole.RADIO_BUTTON);
            String title = DeviceWords.title(device, all);
            Label name = Labels.strong(device.isInstance() ? "MIG " + device.index() : DeviceWords.place(device, all));
            name.setMinWidth(USE_PREF_SIZE);
            Label model = Labels.caption(device.isInstance() ? "" : DeviceWords.model(device));
            model.setMinWidth(0);
            HBox head = new HBox(6, name, model, Labels.spacer(), standing);
            head.setAlignment(Pos.BASELINE_LEFT);
            standing.setMinWidth(USE_PREF_SIZE);
            VBox body = new VBox(3, head, utilization, memory);
            setGraphic(body);
            setPrefWidth(device.isInstance() ? INSTANCE : GPU);
            body.setPrefWidth(getPrefWidth() - 22);
            body.setMinWidth(0);
            setTooltip(new Tooltip(title));
            setAccessibleText(title);
        }

        void show(DeviceState state, Optional<Frame> latest) {
            standing.setText(switch (state.health()) {
                case Health.ANSWERING -> "";
                case Health.LOST -> "lost";
                case Health.STALE -> "no answer";
            });
            boolean answers = state.health() == Health.ANSWERING;
            utilization.show(answers ? gauge(latest, GpuMeters.UTILIZATION) : Double.NaN, Status.ACCENT);
            double used = answers ? gauge(latest, Meters.MEMORY) : Double.NaN;
            memory.show(used, PressureWords.bar(used));
        }

        private double gauge(Optional<Frame> latest, Meter meter) {
            return latest.map(frame -> frame.gauge(meter.series(device.id()))).orElse(Double.NaN);
        }
    }

    /// A name, a bar and a value; without the bar where the device does not tell.
    private static final class Row extends HBox {
        private final MeterBar bar = new MeterBar();
        private final Label value = Labels.caption("");

        Row(String name) {
            super(6);
            setAlignment(Pos.CENTER_LEFT);
            Label title = Labels.caption(name);
            title.setMinWidth(26);
            value.setMinWidth(32);
            value.setAlignment(Pos.CENTER_RIGHT);
            HBox.setHgrow(bar, Priority.ALWAYS);
            getChildren().addAll(title, bar, value);
        }

        void show(double percent, Status status) {
            boolean known = !Double.isNaN(percent);
            bar.show(known ? percent / 100 : 0, status);
            value.setText(known ? Formats.number(percent, 0) + " %" : Formats.NONE);
        }
    }

    void show(List<DeviceState> states, Optional<Frame> latest, String chosen) {
        List<GpuDevice> devices = states.stream().map(DeviceState::device).toList();
        if (!devices.equals(listed)) {
            listed = devices;
            List<Tile> made = new ArrayList<>();
            for (GpuDevice device : devices) {
                Tile tile = new Tile(device, devices);
                tile.setOnAction(_ -> choose.accept(device.id()));
                made.add(tile);
            }
            tiles = made;
            getChildren().setAll(made);
        }
        boolean several = devices.size() > 1;
        setVisible(several);
        setManaged(several);
        for (int i = 0; i < tiles.size(); i++) {
            Tile tile = tiles.get(i);
            boolean selected = tile.device.id().equals(chosen);
            tile.pseudoClassStateChanged(SELECTED, selected);
            tile.setFocusTraversable(selected);
            tile.show(states.get(i), latest);
        }
    }

    private void walk(KeyEvent event) {
        int step = switch (event.getCode()) {
            case LEFT, UP -> -1;
            case RIGHT, DOWN -> 1;
            default -> 0;
        };
        Node at = event.getTarget() instanceof Tile tile ? tile : null;
        int from = at == null ? -1 : getChildren().indexOf(at);
        if (step == 0 || from < 0) {
            return;
        }
        int next = Math.clamp(from + step, 0, tiles.size() - 1);
        tiles.get(next).setFocusTraversable(true);
        tiles.get(next).requestFocus();
        choose.accept(tiles.get(next).device.id());
        event.consume();
    }
}
