package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThemeTest extends FxTest {
    @ParameterizedTest
    @EnumSource(Theme.class)
    void canvasesAndStyleSheetsHaveTheSameColours(Theme theme) throws IOException {
        Palette palette = theme.palette();
        Map<String, Color> tokens = tokens(theme);
        Map<String, Color> expected = new TreeMap<>(Map.of("bg", palette.background(), "panel", palette.panel(), "overlay",
                palette.overlay(), "border", palette.border(), "border-strong", palette.borderStrong(), "divider", palette.divider(),
                "grid",
                palette.grid(), "track", palette.track(), "hover", palette.hover(), "text", palette.text()));
        expected.putAll(Map.of("muted", palette.muted(), "accent", palette.accent(), "filled", palette.filled(), "success",
                palette.success(), "warning", palette.warning(), "danger", palette.danger(), "danger-text", palette.dangerText()));
        for (int i = 0; i < palette.series().size(); i++) {
            expected.put("series-" + (i + 1), palette.series().get(i));
        }
        assertThat(tokens).containsAllEntriesOf(expected);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void everySeriesStandsOutFromThePanel(Theme theme) {
        for (Color series : theme.palette().series()) {
            assertThat(contrast(series, theme.palette().panel())).as("%s", series).isGreaterThan(3);
        }
    }

    @Test
    void theHeatRampRunsFromFewToManyAndBackwardsOnLight() {
        assertThat(Palette.DARK.heat(0)).isEqualTo(Color.web("#12233f"));
        assertThat(Palette.DARK.heat(1)).isEqualTo(Color.WHITE);
        assertThat(Palette.LIGHT.heat(0)).isEqualTo(Color.WHITE);
        assertThat(Palette.DARK.heat(0.5)).isEqualTo(Color.web("#2f81f7"));
        assertThat(Palette.DARK.heat(7)).isEqualTo(Palette.DARK.heat(1));
    }

    @Test
    void aSwitchOfThemeRedrawsCanvasesAndRestylesLabels() {
        List<Palette> drawn = new ArrayList<>();
        Label label = on(() -> new Label("42"));
        StackPane root = show(() -> new StackPane(label));
        on(() -> Theme.onChange(root, drawn::add));
        assertThat(drawn).containsExactly(Palette.DARK);
        on(() -> Theme.apply(root.getScene(), Theme.LIGHT));
        assertThat(drawn).containsExactly(Palette.DARK, Palette.LIGHT);
        on(() -> {
            root.applyCss();
            assertThat(label.getTextFill()).isEqualTo(Palette.LIGHT.text());
        });
        on(() -> Theme.apply(root.getScene(), Theme.DARK));
        assertThat(root.getScene().getStylesheets()).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void theThemeChangesOnTheJavaFxThreadOnly() {
        StackPane root = show(StackPane::new);
        assertThatThrownBy(() -> Theme.apply(root.getScene(), Theme.LIGHT)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("JavaFX thread");
    }

    @Test
    void figuresAreAsWideAsEachOther() {
        StackPane root = show(() -> new StackPane(Labels.body("1111111111"), Labels.body("0000000000")));
        Label ones = (Label) root.getChildren().getFirst();
        Label zeros = (Label) root.getChildren().getLast();
        assertThat(ones.getFont().getFamily()).isEqualTo("Inter");
        assertThat(ones.getWidth()).isEqualTo(zeros.getWidth());
    }

    private static Map<String, Color> tokens(Theme theme) throws IOException {
        String file = "/gpudyno/console/" + theme.name().toLowerCase(Locale.ROOT) + ".css";
        try (InputStream in = Objects.requireNonNull(Theme.class.getResourceAsStream(file), file)) {
            Map<String, Color> tokens = new TreeMap<>();
            Pattern.compile("-color-([a-z0-9-]+): ([^;]+);").matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8)).results()
                    .forEach(token -> tokens.put(token.group(1), Color.web(token.group(2))));
            return tokens;
        }
    }

    /// WCAG 2 contrast ratio.
    private static double contrast(Color a, Color b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
