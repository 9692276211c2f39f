package gpudyno.console.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.Node;

/// Saves what a chart or a table shows to a file the user chooses, and says in the window what came of it.
final class Export {
    /// Writes a file.
    interface Writing {
        void to(Path file) throws IOException;
    }

    private Export() {
    }

    /// @param from a node of the window
    /// @param title of what is saved, which names the file
    /// @param ending of the file's name, without its dot
    static void save(Node from, String title, String ending, Writing writing) {
        if (from.getScene() == null) {
            // Its menu was still open when the page changed under it.
            return;
        }
        String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        SaveTarget.of(from.getScene()).choose("Export " + title, name + "." + ending).ifPresent(to -> {
            try {
                writing.to(to);
                say(from, "Exported to " + to);
            } catch (IOException e) {
                say(from, to + " was not written: " + e.getMessage());
            }
        });
    }

    /// By the window's own voice.
    private static void say(Node from, String line) {
        for (Node around = from; around != null; around = around.getParent()) {
            if (around instanceof Dialogs dialogs) {
                dialogs.say(line);
                return;
            }
        }
    }
}
