package gpudyno.console.settings;

import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.node.FleetServer;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

/// The server that the Fleet page reads from, and the lines of `gpudyno.yaml` that name one. The file is read when the program starts.
final class FleetServerPanel {
    private static final String LINES = """
        fleet:
          prometheus: https://prometheus.example.com:9090
          headersFile: fleet-headers.txt""";

    private final VBox rows = new VBox(8);
    private final Panel panel = new Panel("Fleet server", rows);

    FleetServerPanel(Optional<FleetServer> server, Path configFolder) {
        server.ifPresent(set -> rows.getChildren().addAll(new KeyValueRow("Address", set.address()),
                new KeyValueRow("Headers", set.headersFile().orElse("none"))));
        Label how = Labels.muted(server.isPresent()
                ? "To read from another, change these lines in " + configFolder.resolve("gpudyno.yaml") + " and start GPU Dyno again:"
                : "The Fleet page can read nodes from a server that answers as Prometheus does. Write these lines into "
                        + configFolder.resolve("gpudyno.yaml")
                        + " and start GPU Dyno again; headersFile is only for a server that asks for a token:");
        how.setWrapText(true);
        TextArea lines = new TextArea(LINES);
        lines.setEditable(false);
        lines.setPrefRowCount(3);
        lines.getStyleClass().add("mono");
        lines.setAccessibleText("Lines for gpudyno.yaml");
        rows.getChildren().addAll(how, lines);
    }

    Panel node() {
        return panel;
    }
}
