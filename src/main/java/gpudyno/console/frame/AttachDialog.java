package gpudyno.console.frame;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Labels;
import gpudyno.model.net.Address;
import gpudyno.model.net.Pairing;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Where a node listens and its token. It stays open, with the reason, until the node was attached or the user gives up; Escape does.
final class AttachDialog extends VBox {
    private static final double WIDTH = 440;

    private final TextField address = new TextField();
    private final PasswordField token = new PasswordField();
    private final FormField addressField = new FormField("Address", address);
    private final FormField tokenField = new FormField("Token", token);
    private final Label refusal = Labels.plain("");
    private final ActionButton attach;
    private final Attach wanted;

    /// Tries to attach a node.
    interface Attach {
        /// @param refused gets one line of why it could not
        /// @param untrusted gets the node with the fingerprint of a certificate that the user has to judge, and a line that says so
        void attach(Pairing pairing, Consumer<String> refused, BiConsumer<Pairing, String> untrusted);
    }

    AttachDialog(String suggestion, Attach wanted, Runnable close) {
        super(12);
        this.wanted = wanted;
        address.setPromptText("gpudyno://gpu-box:7070?fp=… or https://gpu-box:7070");
        address.textProperty().addListener((_, _, now) -> Platform.runLater(() -> takeToken(now)));
        address.setText(suggestion);
        token.setPromptText("in the pasted line, after its #");
        Label words = Labels.muted("A node runs on the machine beside the GPU: gpudyno node --print-pairing prints a line to paste here.");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        refusal.getStyleClass().add("field-error");
        refusal.setWrapText(true);
        refusal.setMinHeight(USE_PREF_SIZE);
        refused("");
        attach = Buttons.primary("Attach", this::submit);
        HBox answers = new HBox(8, Labels.spacer(), Buttons.plain("Cancel", close), attach);
        answers.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(Labels.title("Attach a node"), words, addressField, tokenField, refusal, answers);
        getStyleClass().add("dialog-box");
        setPrefWidth(WIDTH);
        setMaxSize(WIDTH, USE_PREF_SIZE);
        address.setOnAction(_ -> token.requestFocus());
        token.setOnAction(_ -> submit());
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close.run();
                event.consume();
            }
        });
    }

    /// The token of a pasted line goes where it is not shown. Called after the field has taken the text; it must not change under it.
    private void takeToken(String text) {
        if (!text.equals(address.getText())) {
            return;
        }
        int mark = text.indexOf('#');
        if (Pairing.isMeant(text) && mark >= 0 && mark + 1 < text.strip().length()) {
            token.setText(text.substring(mark + 1).strip());
            address.setText(text.substring(0, mark));
        }
    }

    private void submit() {
        addressField.error("");
        try {
            Pairing parsed = parse(address.getText());
            String typed = token.getText().strip();
            refused("");
            attach.busy(true);
            wanted.attach(typed.isEmpty() ? parsed : parsed.withToken(typed), this::refused, (shown, line) -> {
                address.setText(shown.toString());
                refused(line + ". The address now has that fingerprint; Attach takes it as the right one.");
            });
        } catch (IllegalArgumentException e) {
            addressField.error(String.valueOf(e.getMessage()));
        }
    }

    private void refused(String reason) {
        refusal.setText(reason);
        refusal.setVisible(!reason.isEmpty());
        refusal.setManaged(!reason.isEmpty());
        if (!reason.isEmpty()) {
            attach.busy(false);
        }
    }

    /// Without a scheme this machine is meant by http, every other by https.
    static Pairing parse(String text) {
        String typed = text.strip();
        if (typed.isEmpty()) {
            throw new IllegalArgumentException("An address such as https://gpu-box:7070 is needed");
        }
        if (Pairing.isMeant(typed)) {
            return Pairing.parse(typed);
        }
        boolean here = Address.isThisMachine(typed.replaceFirst("(:\\d+)?(/.*)?$", ""));
        try {
            return Pairing.of(new URI(typed.contains("://") ? typed : (here ? "http://" : "https://") + typed), "");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + typed + "' is no address: " + e.getReason(), e);
        }
    }

    @Override
    public void requestFocus() {
        (address.getText().isEmpty() ? address : token).requestFocus();
    }
}
