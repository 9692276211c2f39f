package gpudyno.cache.policy;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A doubly linked list of keys from its head, the newest, to its tail. Links know their chain, so that moving one between chains allocates
/// nothing.
final class Chain {
    /// A key's place in a chain; each policy keeps in a subclass what else it knows of the key.
    static class Link {
        final long key;
        private @Nullable Link newer;
        private @Nullable Link older;
        private @Nullable Chain in;

        Link(long key) {
            this.key = key;
        }

        boolean isIn(Chain chain) {
            return in == chain;
        }

        /// The neighbour towards the head, or null at the head.
        @Nullable
        Link newer() {
            return newer;
        }
    }

    private @Nullable Link head;
    private @Nullable Link tail;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Link tail() {
        return tail;
    }

    /// Puts a link at the head, taking it from where it was.
    void toHead(Link link) {
        remove(link);
        link.in = this;
        link.older = head;
        if (head == null) {
            tail = link;
        } else {
            head.newer = link;
        }
        head = link;
        size++;
    }

    /// Takes the oldest link out, or returns null from an empty chain.
    @Nullable
    Link takeTail() {
        Link last = tail;
        if (last != null) {
            remove(last);
        }
        return last;
    }

    /// Takes a link out of the chain that it is in, if any.
    static void remove(Link link) {
        Chain chain = link.in;
        if (chain == null) {
            return;
        }
        Link newer = link.newer;
        Link older = link.older;
        if (newer == null) {
            chain.head = older;
        } else {
            newer.older = older;
        }
        if (older == null) {
            chain.tail = newer;
        } else {
            older.newer = newer;
        }
        link.newer = null;
        link.older = null;
        link.in = null;
        chain.size--;
    }

    /// From the oldest to the newest.
    void forEach(LongConsumer each) {
        for (Link link = tail; link != null; link = link.newer) {
            each.accept(link.key);
        }
    }
}
