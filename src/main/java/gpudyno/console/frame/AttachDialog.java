package gpudyno.console.frame;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Labels;
import gpudyno.model.net.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Consumer;
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
        void attach(URI address, String token, Consumer<String> refused);
    }

    AttachDialog(String suggestion, Attach wanted, Runnable close) {
        super(12);
        this.wanted = wanted;
        address.setPromptText("https://gpu-box:7070");
        address.setText(suggestion);
        token.setPromptText("as `gpudyno node --print-pairing` prints it");
        Label words = Labels.muted("A node runs on the machine beside the GPU: gpudyno node --print-pairing prints its address and token.");
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

    private void submit() {
        addressField.error("");
        try {
            URI parsed = parse(address.getText());
            refused("");
            attach.busy(true);
            wanted.attach(parsed, token.getText().strip(), this::refused);
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

    /// Without a scheme, or by a link gpudyno://, this machine is meant by http, every other by https.
    static URI parse(String text) {
        String typed = text.strip().replaceFirst("^gpudyno://([^/]*)/?$", "$1");
        if (typed.isEmpty()) {
            throw new IllegalArgumentException("An address such as https://gpu-box:7070 is needed");
        }
        boolean here = Address.isThisMachine(typed.replaceFirst("(:\\d+)?(/.*)?$", ""));
        try {
            return new URI(typed.contains("://") ? typed : (here ? "http://" : "https://") + typed);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + typed + "' is no address: " + e.getReason(), e);
        }
    }

    @Override
    public void requestFocus() {
        (address.getText().isEmpty() ? address : token).requestFocus();
    }
}
