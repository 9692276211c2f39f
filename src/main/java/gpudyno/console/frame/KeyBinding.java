package gpudyno.console.frame;

import javafx.scene.input.KeyCombination;

/// Every key of the console. `Shortcut` is Ctrl, or Command on a Mac.
public enum KeyBinding {
    COMMANDS("General", "Search or run a command", "Shortcut+K"),
    PAUSE("General", "Pause or resume the screen", "Space"),
    THEME("General", "Dark or light theme", "Shortcut+T"),
    HELP("General", "Help", "F1"),
    SETTINGS("General", "Settings", "Shortcut+Comma"),
    ATTACH("Nodes", "Attach a node", "Shortcut+N"),
    NEXT_NODE("Nodes", "Next node", "Shortcut+J");

    private final String category;
    private final String title;
    private final String keys;

    KeyBinding(String category, String title, String keys) {
        this.category = category;
        this.title = title;
        this.keys = keys;
    }

    public String category() {
        return category;
    }

    public String title() {
        return title;
    }

    public KeyCombination keys() {
        return KeyCombination.valueOf(keys);
    }

    /// The keys of the page at a place of the navigation, counted from 1 to 9.
    static KeyCombination page(int place) {
        if (place < 1 || place > 9) {
            throw new IllegalArgumentException("pages 1 to 9 have keys, not page " + place);
        }
        return KeyCombination.valueOf("Shortcut+" + place);
    }
}
