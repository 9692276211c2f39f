package gpudyno.console.frame;

import gpudyno.node.Activity;
import gpudyno.node.Node;
import java.util.Optional;
import java.util.function.Function;

/// What happens when the window is to close: at once, or after a question while a session runs. Without a screen, so that it can be tested;
/// on the thread of the screen.
public final class Closing {
    private final NodeCalls calls;
    private final Window window;
    private Optional<Awaited> awaited = Optional.empty();
    private boolean asking;

    /// A session that goes on without the window.
    private record Awaited(Node node, long session) {}

    /// What closing does to the window and the program.
    public interface Window {
        void ask(long session);

        void hide();

        /// Shows the hidden window again.
        void comeBack();

        /// Ends the program.
        void quit();

        /// Shows the window with a line of what went wrong.
        void fail(String line);
    }

    public Closing(NodeCalls calls, Window window) {
        this.calls = calls;
        this.window = window;
    }

    /// The user wants to close the window while `node` is the local one.
    public void requested(Optional<Node> node) {
        if (node.isEmpty()) {
            window.quit();
            return;
        }
        Node local = node.get();
        calls.call(() -> local.journal().activity(), activity -> activity.filter(now -> now.kind() == Activity.Kind.SESSION)
                .ifPresentOrElse(session -> window.ask(session.id()), window::quit), _ -> window.quit());
    }

    public void keepInBackground(Node node, long session) {
        awaited = Optional.of(new Awaited(node, session));
        window.hide();
    }

    /// The window was brought back before the session ended.
    public void broughtBack() {
        awaited = Optional.empty();
    }

    public void stopAndQuit(Node node, long session) {
        calls.call(() -> {
            node.sessions().stop(session);
            return session;
        }, _ -> window.quit(), line -> window.fail("Session #" + session + " could not be stopped: " + line));
    }

    /// Called whenever the hidden window looks: it comes back at the session's end, to tell of it.
    ///
    /// @param activity what loads a node now, as far as it has told
    public void tick(Function<Node, Optional<Activity>> activity) {
        if (awaited.isPresent() && !asking && !goesOn(activity.apply(awaited.get().node), awaited.get())) {
            confirm(awaited.get());
        }
    }

    private static boolean goesOn(Optional<Activity> activity, Awaited one) {
        return activity.filter(now -> now.kind() == Activity.Kind.SESSION && now.id() == one.session).isPresent();
    }

    /// What was told may be older than the session: only the node itself knows that it has ended.
    private void confirm(Awaited one) {
        asking = true;
        calls.call(() -> one.node.journal().activity(), now -> {
            asking = false;
            if (awaited.filter(one::equals).isPresent() && !goesOn(now, one)) {
                awaited = Optional.empty();
                window.comeBack();
            }
        }, line -> {
            asking = false;
            if (awaited.filter(one::equals).isPresent()) {
                awaited = Optional.empty();
                window.fail("Session #" + one.session + " cannot be followed any more: " + line);
            }
        });
    }
}
