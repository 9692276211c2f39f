package gpudyno.console.kit;

import java.util.List;
import java.util.function.Consumer;

/// How a page speaks to its user outside its own panels; an interface so that what asks can be tested without a screen.
public interface Dialogs {
    /// Asks before something that cannot simply be taken back. `confirmed` runs if the user agrees, nothing otherwise.
    void confirm(Confirmation confirmation, Runnable confirmed);

    /// Asks for a line of text, which may be empty, and one of a few choices. `answered` runs if the user goes on, nothing otherwise.
    void ask(Question question, Consumer<Answer> answered);

    /// Says what was done, with a way back.
    void done(String text, Runnable undo);

    /// Says what happened.
    void say(String text);

    /// @param title a question
    /// @param consequence what will happen, and the way back
    /// @param action the word on the button that does it
    /// @param destructive whether something is lost
    record Confirmation(String title, String consequence, String action, boolean destructive) {}

    /// @param prompt what the text is for
    /// @param choices side by side, the first chosen; may be empty
    /// @param action the word on the button that goes on
    record Question(String title, String consequence, String prompt, List<String> choices, String action) {}

    /// @param choice index among the choices, 0 where there were none
    record Answer(String text, int choice) {}
}
