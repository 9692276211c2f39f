package gpudyno.cache;

import gpudyno.cache.policy.KeyHash;
import java.util.Arrays;

/// The exact token ids of one input: two texts that tokenize alike share an answer, and no hash collision can mix two up.
public final class TokenKey {
    private final int[] ids;
    private final int hash;
    private final long digest;

    public TokenKey(int[] ids) {
        this.ids = ids;
        this.hash = Arrays.hashCode(ids);
        this.digest = KeyHash.of(ids);
    }

    public int length() {
        return ids.length;
    }

    /// The ids themselves; not to be changed.
    public int[] ids() {
        return ids;
    }

    /// 64 well mixed bits that stand for the key where a rare collision does no harm.
    public long digest() {
        return digest;
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
