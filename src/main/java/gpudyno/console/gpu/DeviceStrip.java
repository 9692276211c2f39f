package gpudyno.console.gpu;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.GpuMeters;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// What the chosen device is, in one line: name, place, generation, driver, and how it stands.
final class DeviceStrip extends HBox {
    private final Label name = Labels.cardTitle("");
    private final Label details = Labels.muted("");
    private final Chip health = new Chip(Status.NEUTRAL, "");
    private final Chip simulated = new Chip(Status.ACCENT, "Simulated").outline();
    private final Chip ecc = new Chip(Status.NEUTRAL, "").outline();

    DeviceStrip(Runnable copyReport) {
        super(10);
        getStyleClass().add("device-strip");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        name.setMinWidth(0);
        details.setMinWidth(0);
        ActionButton copy = Buttons.plain("Copy report", copyReport).with(Feather.SHARE);
        getChildren().addAll(Icons.of(Feather.CPU, 16, Status.ACCENT), name, details, Labels.spacer(), simulated, health.dot(), ecc, copy);
    }

    void show(Picture picture, List<GpuDevice> all) {
        GpuDevice device = picture.device();
        name.setText(device.isInstance() ? DeviceWords.title(device, all) : device.name());
        details.setText(details(picture, all));
        simulated.setVisible(device.isSimulated());
        simulated.setManaged(device.isSimulated());
        showHealth(picture);
        String corrects = device.fact(Fact.ECC);
        ecc.show(Status.NEUTRAL, "ECC " + (corrects == null ? "not supported" : corrects));
    }

    private void showHealth(Picture picture) {
        DeviceState state = picture.state();
        switch (state.health()) {
            case LOST -> health.show(Status.DANGER, "Lost");
            case STALE -> health.show(Status.WARNING, "No answer");
            case ANSWERING -> {
                boolean throttled = picture.figures().of(GpuMeters.THROTTLED).orElse(0) > 0;
                if (picture.stale()) {
                    health.show(Status.WARNING, "Stale");
                } else if (throttled) {
                    health.show(Status.WARNING, "Throttled");
                } else {
                    health.show(Status.SUCCESS, "Healthy");
                }
            }
        }
    }

    private static String details(Picture picture, List<GpuDevice> all) {
        GpuDevice device = picture.device();
        List<String> parts = new ArrayList<>();
        if (!device.isInstance()) {
            parts.add(DeviceWords.place(device, all));
        }
        String architecture = device.fact(Fact.ARCHITECTURE);
        String multiprocessors = device.limit(Limit.MULTIPROCESSORS).isPresent()
                ? Formats.number(device.limit(Limit.MULTIPROCESSORS).getAsDouble(), 0) + " SMs"
                : "";
        if (architecture != null) {
            parts.add(multiprocessors.isEmpty() ? architecture : architecture + ", " + multiprocessors);
        } else if (!multiprocessors.isEmpty()) {
            parts.add(multiprocessors);
        }
        add(parts, "driver ", device.fact(Fact.DRIVER));
        add(parts, "CUDA ", device.fact(Fact.CUDA));
        picture.figures().of(GpuMeters.PERFORMANCE_STATE).ifPresent(state -> parts.add("P" + Math.round(state)));
        add(parts, "persistence ", device.fact(Fact.PERSISTENCE));
        return String.join(" · ", parts);
    }

    private static void add(List<String> parts, String name, @org.jspecify.annotations.Nullable String fact) {
        if (fact != null) {
            parts.add(name + fact);
        }
    }
}
