package gpudyno.console.load;

import gpudyno.console.kit.FormField;
import gpudyno.console.kit.NumberField;
import gpudyno.model.load.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

/// What requests hold: a usual mix of prompts, or one of the user's own.
final class WorkloadFields {
    private static final List<Workload> USUAL = List.of(Workload.DEFAULT, new Workload(Workload.DEFAULT.distinctPrompts(), 0, 42),
            new Workload(1, 0, 42));

    private final ComboBox<Choice> choice = new ComboBox<>();
    private final NumberField prompts = new NumberField("Prompts", Workload.DEFAULT.distinctPrompts(), 1, 1_000_000, "").whole();
    private final NumberField zipf = new NumberField("Zipf", Workload.DEFAULT.zipf(), 0, 10, "");
    private final FormField field = new FormField("Workload", choice);

    /// @param workload null for one of the user's own
    private record Choice(String words, @org.jspecify.annotations.Nullable Workload workload) {}

    WorkloadFields(Runnable arranged, Runnable changed) {
        choice.setItems(FXCollections.observableArrayList(USUAL.stream().map(one -> new Choice(Workloads.words(one), one)).toList()));
        choice.getItems().add(new Choice("Own prompts", null));
        choice.setValue(choice.getItems().getFirst());
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setAccessibleText("Workload");
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(Choice value) {
                return value == null ? "" : value.words;
            }

            @Override
            public Choice fromString(String words) {
                return choice.getItems().getFirst();
            }
        });
        choice.valueProperty().addListener((_, _, _) -> arranged.run());
        List.of(prompts, zipf).forEach(one -> one.field().textProperty().addListener((_, _, _) -> changed.run()));
    }

    /// What the fields hold, by name.
    Map<String, String> values() {
        return Map.of("Workload", choice.getValue().words, "Prompts", prompts.field().getText(), "Zipf", zipf.field().getText());
    }

    /// @param kept gives what a field held; empty where nothing was kept
    void take(Function<String, Optional<String>> kept) {
        kept.apply("Prompts").ifPresent(prompts::recall);
        kept.apply("Zipf").ifPresent(zipf::recall);
        kept.apply("Workload").ifPresent(
                words -> choice.getItems().stream().filter(one -> one.words.equals(words)).findFirst().ifPresent(choice::setValue));
    }

    Node choice() {
        return field;
    }

    List<Node> details() {
        return choice.getValue().workload == null ? List.of(prompts, zipf) : List.of();
    }

    /// @return what is wrong; empty when nothing is
    String check() {
        if (choice.getValue().workload != null) {
            return "";
        }
        return !prompts.error().isEmpty() ? "Prompts: " + prompts.error() : zipf.error().isEmpty() ? "" : "Zipf: " + zipf.error();
    }

    Workload workload(long seed) {
        Workload usual = choice.getValue().workload;
        return usual != null ? usual.withSeed(seed) : new Workload((int) Math.round(prompts.typed()), zipf.typed(), seed);
    }
}
