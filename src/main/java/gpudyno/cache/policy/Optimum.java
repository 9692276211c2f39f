package gpudyno.cache.policy;

import io.netty.util.collection.LongObjectHashMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/// The most hits that any policy could have had, by knowing the future: of all keys, the one whose next use is farthest goes first. L. Belady,
/// IBM Systems Journal 5(2), 1966. Needs the whole stream in memory, about 40 bytes a request, and gives up on longer ones.
final class Optimum {
    private static final int NEVER = -1;

    private final int mostRequests;
    private final LongObjectHashMap<Integer> numbers = new LongObjectHashMap<>();
    private int[] stream = new int[1 << 10];
    private int length;
    private boolean tooLong;

    Optimum(int mostRequests) {
        this.mostRequests = mostRequests;
    }

    void request(long key) {
        if (tooLong) {
            return;
        }
        if (length == mostRequests) {
            tooLong = true;
            stream = new int[0];
            numbers.clear();
            return;
        }
        if (length == stream.length) {
            stream = Arrays.copyOf(stream, (int) Math.min(mostRequests, 2L * length));
        }
        Integer known = numbers.get(key);
        int number = known == null ? numbers.size() : known;
        if (known == null) {
            numbers.put(key, Integer.valueOf(number));
        }
        stream[length++] = number;
    }

    /// Empty if the stream was too long.
    OptionalLong hits(int capacity) {
        if (tooLong) {
            return OptionalLong.empty();
        }
        int[] nextUse = nextUse();
        // When each key that is present is used next; a key that is not has NEVER.
        int[] due = new int[numbers.size()];
        Arrays.fill(due, NEVER);
        // Uses that have passed stay in the queue: they lie behind those to come.
        PriorityQueue<Integer> farthest = new PriorityQueue<>(Collections.reverseOrder());
        int present = 0;
        long hits = 0;
        for (int i = 0; i < length; i++) {
            int key = stream[i];
            if (due[key] == i) {
                hits++;
                present--;
            }
            due[key] = nextUse[i];
            if (nextUse[i] == NEVER) {
                continue;
            }
            farthest.add(nextUse[i]);
            if (++present > capacity) {
                due[stream[farthest.remove()]] = NEVER;
                present--;
            }
        }
        return OptionalLong.of(hits);
    }

    private int[] nextUse() {
        int[] nextUse = new int[length];
        int[] later = new int[numbers.size()];
        Arrays.fill(later, NEVER);
        for (int i = length - 1; i >= 0; i--) {
            nextUse[i] = later[stream[i]];
            later[stream[i]] = i;
        }
        return nextUse;
    }
}
