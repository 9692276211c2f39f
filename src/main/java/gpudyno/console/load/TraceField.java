package gpudyno.console.load;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.OpenSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// A trace on the console's own machine; its text goes to the node, for a node reads no file that a caller names.
final class TraceField {
    private final TextField path = new TextField();
    private final FormField field;
    private final LoadViewModel model;
    private final Runnable changed;
    private Optional<LoadViewModel.TraceText> read = Optional.empty();
    private String problem = "Choose a trace";

    TraceField(LoadViewModel model, Runnable changed) {
        this.model = model;
        this.changed = changed;
        path.setPromptText("Azure CSV, Mooncake JSONL, offset_s,…");
        path.setAccessibleText("Trace file on this machine");
        HBox.setHgrow(path, Priority.ALWAYS);
        field = new FormField("Trace on this machine",
                new HBox(4, path, Buttons.icon(Feather.FOLDER, "Choose a trace file", this::choose)));
        path.setOnAction(_ -> read());
        path.focusedProperty().subscribe(focused -> {
            if (!focused) {
                read();
            }
        });
    }

    Node node() {
        return field;
    }

    private void choose() {
        OpenSource.of(field.getScene()).choose("Choose a trace", "Traces", List.of()).ifPresent(file -> {
            path.setText(file.toString());
            read();
        });
    }

    private void read() {
        String text = path.getText().strip();
        if (text.isEmpty()) {
            return;
        }
        try {
            Path file = Path.of(text);
            model.readTrace(file, trace -> told(Optional.of(trace), ""), line -> told(Optional.empty(), line));
        } catch (InvalidPathException e) {
            told(Optional.empty(), "'" + text + "' is no path: " + e.getReason());
        }
    }

    private void told(Optional<LoadViewModel.TraceText> trace, String line) {
        read = trace;
        problem = line;
        field.error(line);
        changed.run();
    }

    /// What the node says of the trace, under the field.
    void refuse(String line) {
        if (problem.isEmpty()) {
            field.error(line);
        }
    }

    /// Why there is no trace to replay; empty when there is.
    String problem() {
        return problem;
    }

    Optional<LoadViewModel.TraceText> trace() {
        return read;
    }
}
