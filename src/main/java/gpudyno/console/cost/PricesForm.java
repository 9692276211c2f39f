package gpudyno.console.cost;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Declares prices. An empty field declares nothing.
final class PricesForm {
    private static final Pattern HOURS = Pattern.compile("(\\d{1,2})\\s*[-–]\\s*(\\d{1,2})\\s*:?\\s+(\\S+)");
    private static final int DAY = 24;

    private final TextField currency = new TextField();
    private final TextField hour = new TextField();
    private final TextField tariff = new TextField();
    private final TextField watts = new TextField();
    private final TextField carbon = new TextField();
    private final TextField budget = new TextField();
    private final TextField target = new TextField();
    private final FormField tariffField = new FormField("Energy per kWh", tariff);
    private final List<FormField> fields = new ArrayList<>();
    private final Label problem = Labels.plain("");
    private final Panel panel = new Panel("Prices");

    /// @param save takes what is declared; @param cancel closes the form
    PricesForm(Prices now, Consumer<Prices> save, Runnable cancel) {
        currency.setText(now.currency());
        hour.setText(text(now.deviceHour()));
        tariff.setText(words(now.tariff()));
        tariff.setPromptText("0.30 or 0-6 0.20, 6-24 0.35");
        watts.setText(text(now.watts()));
        carbon.setText(text(now.carbon()));
        budget.setText(text(now.budget()));
        target.setText(text(now.perThousand()));
        problem.getStyleClass().add("field-error");
        problem.setWrapText(true);
        FormField deviceHour = field("Hour of one GPU", hour);
        VBox form = new VBox(10, row(new FormField("Currency", currency), deviceHour), tariffField,
                row(field("Watts to assume", watts), field("CO2, g per kWh", carbon)),
                row(field("Budget of a month", budget), field("Target per 1k requests", target)), problem,
                new HBox(8, Labels.spacer(), Buttons.plain("Cancel", cancel), Buttons.primary("Save", () -> save(now, save))));
        panel.subtitle("empty: not declared").content(form);
    }

    private FormField field(String name, TextField text) {
        FormField field = new FormField(name, text);
        fields.add(field);
        return field;
    }

    private static HBox row(FormField one, FormField other) {
        HBox.setHgrow(one, Priority.ALWAYS);
        HBox.setHgrow(other, Priority.ALWAYS);
        one.setPrefWidth(120);
        other.setPrefWidth(120);
        return new HBox(10, one, other);
    }

    Panel panel() {
        return panel;
    }

    /// Says why the node refused.
    void refused(String why) {
        problem.setText(why);
    }

    private void save(Prices before, Consumer<Prices> save) {
        fields.forEach(field -> field.error(""));
        tariffField.error("");
        problem.setText("");
        try {
            Double perHour = number(fields.get(0), hour);
            boolean same = perHour == null ? before.deviceHour() == null : perHour.equals(before.deviceHour());
            Prices declared = new Prices(currency.getText().strip(), perHour, same ? before.source() : "declared",
                    same ? before.dated() : null,
                    tariff(tariff.getText()), number(fields.get(2), carbon), number(fields.get(1), watts), number(fields.get(3), budget),
                    number(fields.get(4), target));
            save.accept(declared);
        } catch (IllegalArgumentException e) {
            refused(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Double number(FormField field, TextField text) {
        String typed = text.getText().strip();
        if (typed.isEmpty()) {
            return null;
        }
        try {
            return parse(typed);
        } catch (IllegalArgumentException e) {
            field.error(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static double parse(String typed) {
        if (!typed.matches("\\d{1,9}([.,]\\d{1,9})?")) {
            throw new IllegalArgumentException("'" + typed + "' is no amount; digits such as 0.35 are needed");
        }
        return Double.parseDouble(typed.replace(',', '.'));
    }

    /// One price for the whole day, or parts of it such as `0-6 0.20, 6-24 0.35`.
    static List<Tariff> tariff(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        if (!text.contains("-") && !text.contains("–")) {
            return List.of(new Tariff(0, DAY, parse(text)));
        }
        List<Tariff> parts = new ArrayList<>();
        for (String part : text.split("[,;]\\s+", -1)) {
            Matcher read = HOURS.matcher(part.strip());
            if (!read.matches()) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' is no part of a tariff; hours and a price such as 0-6 0.20 are needed");
            }
            parts.add(new Tariff(Integer.parseInt(read.group(1)), Integer.parseInt(read.group(2)), parse(read.group(3))));
        }
        return parts;
    }

    static String words(List<Tariff> tariff) {
        return tariff.size() == 1 && tariff.getFirst().from() == 0 && tariff.getFirst().to() == DAY
                ? Formats.plain(tariff.getFirst().perKwh())
                : tariff.stream().map(part -> part.from() + "-" + part.to() + " " + Formats.plain(part.perKwh()))
                        .collect(Collectors.joining(", "));
    }

    private static String text(@Nullable Double value) {
        return value == null ? "" : Formats.plain(value);
    }
}
