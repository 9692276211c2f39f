package gpudyno.console.kit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.scene.Scene;

/// What a person chose before and finds again: folders, values of forms, names they gave. Small texts by a key, bounded. Belongs to the
/// JavaFX thread.
public final class Memory {
    /// Longer texts are not kept.
    public static final int LONGEST = 1000;
    /// What comes beyond is not kept.
    public static final int MOST = 500;

    private final Map<String, String> kept = new TreeMap<>();

    /// Empty where nothing was kept.
    public Optional<String> get(String key) {
        return Optional.ofNullable(kept.get(key));
    }

    /// Keeps a text in place of the one before; an empty one is forgotten.
    public void put(String key, String text) {
        if (text.isEmpty()) {
            kept.remove(key);
        } else if (text.length() <= LONGEST && key.length() <= LONGEST && (kept.size() < MOST || kept.containsKey(key))) {
            kept.put(key, text);
        }
    }

    /// Everything kept, to be stored.
    public Map<String, String> all() {
        return Map.copyOf(kept);
    }

    /// That of a window; one that lasts as long as the window where nobody gave it one.
    public static Memory of(Scene scene) {
        return (Memory) scene.getProperties().computeIfAbsent(Memory.class, _ -> new Memory());
    }

    public static void set(Scene scene, Memory memory) {
        scene.getProperties().put(Memory.class, memory);
    }
}
