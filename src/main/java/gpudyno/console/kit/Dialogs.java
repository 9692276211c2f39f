package gpudyno.console.kit;

/// How a page speaks to its user outside its own panels; an interface so that what asks can be tested without a screen.
public interface Dialogs {
    /// Asks before something that cannot simply be taken back. `confirmed` runs if the user agrees, nothing otherwise.
    void confirm(Confirmation confirmation, Runnable confirmed);

    /// Says what was done, with a way back.
    void done(String text, Runnable undo);

    /// Says what happened.
    void say(String text);

    /// @param title a question
    /// @param consequence what will happen, and the way back
    /// @param action the word on the button that does it
    /// @param destructive whether something is lost
    record Confirmation(String title, String consequence, String action, boolean destructive) {}
}
