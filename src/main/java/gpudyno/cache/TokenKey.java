package gpudyno.cache;

import java.util.Arrays;

/// The exact token ids of one input: two texts that tokenize alike share an answer, and no hash collision can mix two up.
public final class TokenKey {
    private final int[] ids;
    private final int hash;

    public TokenKey(int[] ids) {
        this.ids = ids;
        this.hash = Arrays.hashCode(ids);
    }

    public int length() {
        return ids.length;
    }

    /// The ids themselves; not to be changed.
    public int[] ids() {
        return ids;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenKey that && hash == that.hash && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
