package gpudyno.console.gpu;

import gpudyno.console.chart.MemoryBar;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.MeterCard;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.memory.Pressure;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.Meters;
import java.util.OptionalDouble;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A device's memory: how much of it is used and held, how pressed it is, and how scattered what is held lies.
final class MemoryCard {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final Chip pressure = new Chip(Status.NEUTRAL, "");
    private final Label number = new Label(Formats.NONE);
    private final Label whole = Labels.muted("");
    private final Part used = new Part("Used", SeriesColor.ACTUAL);
    private final Part driver = new Part("Driver", SeriesColor.RESERVED);
    private final Part free = new Part("Free");
    private final Part fragmentation = new Part("Fragmentation");
    private final Part node = new Part("Node reserves", SeriesColor.EXTREME);
    private final MemoryBar bar = new MemoryBar();
    private final VBox card;

    /// A figure under its name.
    private static final class Part {
        private final Label value = Labels.strong(Formats.NONE);
        private final VBox box;

        Part(String name) {
            box = new VBox(1, Labels.caption(name), value);
        }

        Part(String name, SeriesColor color) {
            box = new VBox(1, new LegendEntry(LegendEntry.Mark.LINE, color, name), value);
        }

        void show(String words) {
            value.setText(words);
            box.setVisible(!words.isEmpty());
            box.setManaged(!words.isEmpty());
        }
    }

    MemoryCard() {
        number.getStyleClass().add("meter-value");
        number.setMinWidth(Region.USE_PREF_SIZE);
        whole.setMinWidth(0);
        HBox reading = new HBox(5, number, whole);
        reading.setAlignment(Pos.BASELINE_LEFT);
        HBox head = new HBox(8, Labels.muted("Memory"), Labels.spacer(), pressure);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox figures = new HBox(20, reading, Labels.spacer());
        for (Part part : new Part[]{used, driver, free, node, fragmentation}) {
            part.box.setMinWidth(Region.USE_PREF_SIZE);
            figures.getChildren().add(part.box);
        }
        figures.setAlignment(Pos.CENTER_LEFT);
        card = new VBox(6, head, figures, bar);
        card.getStyleClass().add("meter-card");
        card.setMinWidth(0);
    }

    Region card() {
        return card;
    }

    void show(Picture picture) {
        Figures figures = picture.figures();
        OptionalDouble total = picture.total();
        OptionalDouble taken = figures.of(GpuMeters.MEMORY_USED);
        card.pseudoClassStateChanged(STALE, picture.stale());
        boolean known = taken.isPresent() && total.isPresent();
        for (Node part : new Node[]{bar, pressure}) {
            part.setVisible(known);
        }
        if (!known) {
            number.setText("");
            whole.setText(MeterCard.ABSENT);
            for (Part part : new Part[]{used, driver, free, node, fragmentation}) {
                part.show("");
            }
            return;
        }
        double bytes = total.getAsDouble();
        number.setText(gibibytes(taken));
        whole.setText("of " + gibibytes(total) + " GiB");
        OptionalDouble kept = figures.of(GpuMeters.MEMORY_RESERVED);
        used.show(gibibytes(taken));
        driver.show(kept.isPresent() ? gibibytes(kept) : "");
        OptionalDouble left = figures.of(GpuMeters.MEMORY_FREE);
        free.show(left.isPresent() ? gibibytes(left) : "");
        OptionalDouble held = figures.of(MemoryMeters.RESERVED);
        node.show(held.isPresent() ? gibibytes(held) : "");
        OptionalDouble scattered = figures.of(MemoryMeters.FRAGMENTATION);
        fragmentation.show(scattered.isPresent() ? Formats.number(scattered.getAsDouble(), 0) + " %" : "");
        bar.show(taken.getAsDouble() / bytes, kept.isPresent() ? (taken.getAsDouble() + kept.getAsDouble()) / bytes : Double.NaN,
                picture.stale());
        Pressure band = Pressure.of(figures.of(Meters.MEMORY).orElse(100 * taken.getAsDouble() / bytes));
        pressure.show(picture.stale() ? Status.NEUTRAL : PressureWords.status(band), "Pressure " + band.title());
    }

    private static String gibibytes(OptionalDouble bytes) {
        return Formats.number(bytes.orElse(Double.NaN) / (1L << 30), 1);
    }
}
