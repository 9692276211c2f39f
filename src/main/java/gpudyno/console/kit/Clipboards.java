package gpudyno.console.kit;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/// Copies texts.
public final class Clipboards {
    private Clipboards() {
    }

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
