package gpudyno.cache.policy;

/// 64 well mixed bits of a key. Among ten million keys, two share a hash with a chance of about 3 in a million.
public final class KeyHash {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private KeyHash() {
    }

    /// FNV-1a over the characters, then [#mix].
    public static long of(CharSequence key) {
        long hash = FNV_BASIS;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /// Likewise over whole numbers.
    public static long of(int[] key) {
        long hash = FNV_BASIS;
        for (int part : key) {
            hash = (hash ^ part) * FNV_PRIME;
        }
        return mix(hash);
    }

    /// The finaliser of MurmurHash3: every bit of the result depends on every bit of the value, and no two values share a result.
    public static long mix(long value) {
        long bits = value;
        bits = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return bits ^ bits >>> 33;
    }
}
