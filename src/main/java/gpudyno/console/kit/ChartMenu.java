package gpudyno.console.kit;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.util.function.Supplier;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.transform.Transform;
import javax.imageio.ImageIO;
import org.kordamp.ikonli.feather.Feather;

/// The menu of a chart, behind three dots in its panel's header: the picture as PNG, the figures as CSV.
final class ChartMenu extends Button {
    /// Twice the size on screen, for slides and papers.
    private static final double SCALE = 2;

    private final Node chart;
    private final Exportable figures;
    private final Supplier<String> title;

    /// @param title of the panel, which names the file
    ChartMenu(Node chart, Exportable figures, Supplier<String> title) {
        this.chart = chart;
        this.figures = figures;
        this.title = title;
        setGraphic(Icons.of(Feather.MORE_HORIZONTAL, 14));
        getStyleClass().setAll("chart-menu");
        setAccessibleText("Export this chart");
        setTooltip(new Tooltip("Export this chart"));
        MenuItem png = new MenuItem("Picture (PNG)");
        png.setOnAction(_ -> savePicture());
        MenuItem csv = new MenuItem("Figures (CSV)");
        csv.setOnAction(_ -> saveFigures());
        ContextMenu menu = new ContextMenu(png, csv);
        setContextMenu(menu);
        setOnAction(_ -> menu.show(this, javafx.geometry.Side.BOTTOM, 0, 4));
        chart.setOnContextMenuRequested(event -> menu.show(chart, event.getScreenX(), event.getScreenY()));
    }

    private void savePicture() {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(SCALE, SCALE));
        parameters.setFill(Theme.of(chart).getValue().palette().panel());
        BufferedImage picture = SwingFXUtils.fromFXImage(chart.snapshot(parameters, null), null);
        Export.save(chart, title.get(), "png", file -> ImageIO.write(picture, "png", file.toFile()));
    }

    private void saveFigures() {
        String text = figures.csv();
        Export.save(chart, title.get(), "csv", file -> Files.writeString(file, text));
    }
}
