package gpudyno.console.kit;

import gpudyno.console.kit.Dialogs.Answer;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.Dialogs.Question;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The box of a [Confirmation] or a [Question]. Escape cancels; Tab walks what can be answered and never leaves the box.
final class DialogBox extends VBox {
    private final Node first;

    /// @param fields between the words and the answers, and in `first` what has the focus at the start
    private DialogBox(String title, String consequence, List<Node> fields, ActionButton cancel, ActionButton act, Node first) {
        super(12);
        this.first = first;
        getStyleClass().add("dialog-box");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(title);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label words = Labels.muted(consequence);
        words.setWrapText(true);
        HBox answers = new HBox(8, cancel, act);
        answers.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(Labels.title(title), words);
        getChildren().addAll(fields);
        getChildren().add(answers);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                cancel.fire();
                event.consume();
            }
        });
    }

    /// The harmless answer has the focus.
    static DialogBox of(Confirmation confirmation, Runnable confirmed, Runnable canceled) {
        ActionButton cancel = Buttons.plain("Cancel", canceled);
        ActionButton act = confirmation.destructive()
                ? Buttons.danger(confirmation.action(), confirmed)
                : Buttons.primary(confirmation.action(), confirmed);
        return new DialogBox(confirmation.title(), confirmation.consequence(), List.of(), cancel, act, cancel);
    }

    /// The text has the focus, and Enter in it answers.
    static DialogBox of(Question question, Consumer<Answer> answered, Runnable canceled) {
        TextField text = new TextField();
        SegmentedControl<Integer> choice = new SegmentedControl<>(
                question.choices().isEmpty() ? List.of(0) : IntStream.range(0, question.choices().size()).boxed().toList(),
                index -> question.choices().isEmpty() ? "" : question.choices().get(index), 0);
        Runnable answer = () -> answered.accept(new Answer(text.getText().strip(), choice.selected().get()));
        text.setOnAction(_ -> answer.run());
        FormField note = new FormField(question.prompt(), text);
        return new DialogBox(question.title(), question.consequence(),
                question.choices().isEmpty() ? List.of(note) : List.of(choice.fill(), note),
                Buttons.plain("Cancel", canceled), Buttons.primary(question.action(), answer), text);
    }

    @Override
    public void requestFocus() {
        first.requestFocus();
    }
}
