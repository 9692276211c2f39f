package gpudyno.console.kit;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;

/// How good or bad something is, as a colour. Never shown by colour alone: a word, an icon or a shape goes with it.
public enum Status {
    NEUTRAL,
    ACCENT,
    SUCCESS,
    WARNING,
    DANGER;

    /// Makes the style sheet's rules for this status, and for no other, hold for a node.
    void on(Node node) {
        for (Status status : values()) {
            node.pseudoClassStateChanged(PseudoClass.getPseudoClass(status.name().toLowerCase(Locale.ROOT)), status == this);
        }
    }
}
