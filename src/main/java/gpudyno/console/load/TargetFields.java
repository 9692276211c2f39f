package gpudyno.console.load;

import gpudyno.console.kit.FormField;
import gpudyno.console.kit.NumberField;
import gpudyno.console.page.Aim;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.RunTarget.Api;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.util.StringConverter;

/// What is loaded: the node itself, or a server on its machine with the fields it needs.
final class TargetFields {
    private final ComboBox<Kind> kind = new ComboBox<>(FXCollections.observableArrayList(Kind.values()));
    private final TextField address = new TextField("http://127.0.0.1:8000");
    private final TextField model = new TextField();
    private final NumberField outputTokens = new NumberField("Output tokens", 64, 1, 100_000, "").whole();
    private final TextArea body = new TextArea("{\"text\": \"{{prompt}}\"}");
    private final FormField bodyField = new FormField("Body; may hold {{prompt}}, {{index}}, {{uuid}}, {{int:1:9}}", body);
    private final FormField kindField = new FormField("Target", kind);
    private final FormField addressField = new FormField("Address, as the node reaches it", address);
    private final FormField modelField = new FormField("Model", model);

    /// What there is to choose from.
    enum Kind {
        NODE("This node", null),
        CHAT("Chat server", Api.CHAT),
        COMPLETIONS("Completions server", Api.COMPLETIONS),
        EMBEDDINGS("Embeddings server", Api.EMBEDDINGS),
        KSERVE("KServe server", Api.KSERVE),
        HTTP("HTTP GET", Api.HTTP),
        POST("HTTP POST", Api.POST);

        private final String words;
        private final Optional<Api> api;

        Kind(String words, @org.jspecify.annotations.Nullable Api api) {
            this.words = words;
            this.api = Optional.ofNullable(api);
        }
    }

    /// @param arranged called when other fields are needed
    /// @param changed called when a value changes
    TargetFields(Runnable arranged, Runnable changed) {
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(Kind value) {
                return value == null ? "" : value.words;
            }

            @Override
            public Kind fromString(String words) {
                return Kind.NODE;
            }
        });
        kind.setValue(Kind.NODE);
        kind.setMaxWidth(Double.MAX_VALUE);
        kind.setAccessibleText("Target");
        model.setPromptText("simulated-llm");
        kind.valueProperty().addListener((_, _, _) -> arranged.run());
        address.textProperty().addListener((_, _, _) -> changed.run());
        model.textProperty().addListener((_, _, _) -> changed.run());
        body.setPrefRowCount(3);
        body.getStyleClass().add("mono");
        body.textProperty().addListener((_, _, _) -> changed.run());
        outputTokens.field().textProperty().addListener((_, _, _) -> changed.run());
    }

    /// What the fields hold, by name.
    Map<String, String> values() {
        return Map.of("Target", kind.getValue().name(), "Address", isSecret() ? "" : address.getText().strip(), "Model",
                model.getText().strip(), "Output tokens", outputTokens.field().getText());
    }

    /// A password or a key in an address is kept nowhere; nor is a body, which may hold anything.
    private boolean isSecret() {
        return address.getText().indexOf('@') >= 0 || address.getText().indexOf('?') >= 0;
    }

    /// Points the fields at a server.
    void aim(Aim aim) {
        kind.getItems().stream().filter(one -> one.api.filter(aim.api()::equals).isPresent()).findFirst().ifPresent(kind::setValue);
        address.setText(aim.address().toString());
        model.setText(aim.model());
    }

    /// @param kept gives what a field held; empty where nothing was kept
    void take(Function<String, Optional<String>> kept) {
        kept.apply("Address").ifPresent(address::setText);
        kept.apply("Model").ifPresent(model::setText);
        kept.apply("Output tokens").ifPresent(outputTokens::recall);
        kept.apply("Target").ifPresent(
                name -> kind.getItems().stream().filter(one -> one.name().equals(name)).findFirst().ifPresent(kind::setValue));
    }

    Node choice() {
        return kindField;
    }

    /// Silence that fails a request, where nobody says so.
    Duration usualTimeout() {
        return kind.getValue().api.map(Api::usualTimeout).orElse(RunRequest.USUAL_TIMEOUT);
    }

    /// Whether it is the node itself.
    boolean isNode() {
        return kind.getValue() == Kind.NODE;
    }

    boolean isPlain() {
        return kind.getValue() == Kind.HTTP;
    }

    /// The fields of the chosen kind, each the width of a row.
    List<Node> fields() {
        List<Node> fields = new ArrayList<>();
        if (kind.getValue() != Kind.NODE) {
            fields.add(addressField);
        }
        if (kind.getValue() == Kind.POST) {
            fields.add(bodyField);
        }
        return fields;
    }

    /// Narrower ones, to stand side by side.
    List<Node> details() {
        return switch (kind.getValue()) {
            case NODE, HTTP, POST -> List.of();
            case EMBEDDINGS, KSERVE -> List.of(modelField);
            case CHAT, COMPLETIONS -> List.of(modelField, outputTokens);
        };
    }

    /// Checks the fields and marks what is wrong.
    ///
    /// @return what is wrong; empty when nothing is
    String check() {
        String wrong = "";
        if (kind.getValue() != Kind.NODE) {
            try {
                target();
            } catch (IllegalArgumentException e) {
                wrong = String.valueOf(e.getMessage());
            }
        }
        addressField.error(wrong);
        return !wrong.isEmpty() ? "Address: " + wrong : outputTokens.error().isEmpty() ? "" : "Output tokens: " + outputTokens.error();
    }

    /// Marks the address as one that the node refuses.
    void refuse(String line) {
        addressField.error(line);
    }

    /// Empty for the node itself.
    ///
    /// @throws IllegalArgumentException if the fields make none
    Optional<RunTarget> target() {
        return kind.getValue().api.map(api -> new RunTarget(URI.create(address.getText().strip()), api, model.getText().strip(),
                (int) Math.round(Double.isNaN(outputTokens.typed()) ? outputTokens.value().get() : outputTokens.typed()),
                api == Api.POST ? body.getText() : ""));
    }
}
