package gpudyno.console.traces;

import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Clipboards;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.Trace;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One request: what it was, and its stages on a time axis.
final class RequestPanel extends VBox {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final Panel panel = new Panel("Request");
    private final Waterfall waterfall = new Waterfall();
    private final HBox facts = new HBox(16);
    private final Label foot = Labels.caption("");
    private final VBox content;

    RequestPanel() {
        facts.setAlignment(Pos.CENTER_LEFT);
        facts.getStyleClass().add("trace-facts");
        HBox under = new HBox(12, LegendEntry.neutral(LegendEntry.Mark.LINE, "typical median of the stage"), Labels.spacer(), foot);
        under.setAlignment(Pos.CENTER_LEFT);
        under.getStyleClass().add("trace-foot");
        content = new VBox(facts, waterfall, under);
        getChildren().add(panel);
        none();
    }

    void none() {
        panel.title("Request");
        panel.subtitle("").trailing().flush(new EmptyState("Choose a request in the list: its stages are shown here."));
        panel.setMinHeight(160);
    }

    void failed(String line, Runnable retry) {
        panel.flush(new InlineError("The trace could not be read", line, line, retry));
    }

    /// @param slow milliseconds from which requests count as slow
    void show(OpenedTrace opened, double slow) {
        Trace trace = opened.trace();
        panel.title("Request " + StageWords.shortId(trace.id()));
        panel.subtitle(TIME.format(trace.at().atZone(ZoneId.systemDefault())));
        panel.trailing(new Chip(trace.failure() == null ? Status.SUCCESS : Status.DANGER, Integer.toString(trace.status()))
                .icon(trace.failure() == null ? Feather.CHECK : Feather.X), duration(trace, slow),
                Buttons.plain("Copy id", () -> Clipboards.copy(trace.id())).small().with(Feather.COPY));
        facts.getChildren().setAll(facts(trace));
        waterfall.show(opened, slow);
        double between = trace.millis() - trace.stages().stream().mapToDouble(span -> span.millis()).sum();
        foot.setText("between stages " + Waterfall.ms(Math.max(0, between)));
        panel.flush(content);
        panel.setMinHeight(USE_PREF_SIZE);
    }

    private static Chip duration(Trace trace, double slow) {
        String words = Waterfall.ms(trace.millis()) + (trace.kept() == Kept.SLOW ? ", slow over " + Waterfall.ms(slow) : "");
        return new Chip(TraceCell.status(trace.kept()), StageWords.word(trace.kept()) + ": " + words).dot();
    }

    private static List<Node> facts(Trace trace) {
        List<Node> all = new ArrayList<>(List.of(fact("Trace", StageWords.shortId(trace.id()), true)));
        all.add(fact("Model", trace.attributes().getOrDefault("gen_ai.request.model", "–"), false));
        Batch batch = trace.batch();
        if (batch != null) {
            all.add(fact("Batch", "#" + batch.id() + ", " + batch.items() + " of " + batch.cap(), false));
        }
        if (trace.run() != null) {
            all.add(fact("Run", "#" + trace.run(), false));
        }
        all.add(Labels.spacer());
        ActionMenu attributes = new ActionMenu(trace.attributes().size() + " attributes").small().bare();
        trace.attributes().forEach((name, value) -> attributes.item(name + " = " + value, () -> Clipboards.copy(name + "=" + value)));
        attributes.item("Copy all", () -> Clipboards.copy(trace.attributes().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue()).collect(Collectors.joining("\n"))));
        all.add(attributes);
        return all;
    }

    private static Node fact(String name, String value, boolean mono) {
        Label words = mono ? Labels.mono(value) : Labels.strong(value);
        words.setMinWidth(USE_PREF_SIZE);
        Label caption = Labels.caption(name);
        caption.setMinWidth(USE_PREF_SIZE);
        HBox pair = new HBox(5, caption, words);
        pair.setAlignment(Pos.CENTER_LEFT);
        return pair;
    }
}
