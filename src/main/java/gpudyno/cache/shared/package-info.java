/// The tier of the cache that several nodes share: values on Valkey or Redis (standalone, sentinel or cluster), through Lettuce, whose one
/// multiplexed connection a server carries the requests of all threads and the server's invalidations in one order.
///
/// **Coherence.** Every connection asks the server to track what it reads (`CLIENT TRACKING ON NOLOOP`, RESP3), so that a key which another
/// node replaces or deletes is announced to each node that has read it. Four rules keep L1 from holding what was replaced:
///
/// 1. A value enters L1 only if no invalidation of its key came since its lookup was sent ([InvalidationStamps]).
/// 2. A node's own write ends the tracking of its key, so the header is read back behind every write, which tracks the key again and shows
///    whether another node has written since. If one has, L1 drops the key.
/// 3. A new connection knows nothing of what the old one has read: L1 is cleared before it is used.
/// 4. While no connection tracks (server unreachable, older than Redis 6, or `CLIENT TRACKING` forbidden), entries of L1 live for at most
///    [SharedCache#UNTRACKED_AGE].
///
/// So L1 serves a replaced value for at most the time of an invalidation's way through the network, and after a write of its own for a
/// further round trip. A connection that breaks silently is noticed within 2.5 s, and what L1 then holds is served for at most
/// `UNTRACKED_AGE` more. `BCAST` tracking would need no read but loses an invalidation where two nodes write one key in the same turn of the
/// server's event loop and the reader asked for `NOLOOP`.
///
/// **Faults.** A lookup never waits longer than its time-out. What fails is a miss. Each server has its own [Breaker]; when it opens, the
/// connection is given up, and made anew once a ping is answered in time. No request fails because of this tier.
@NullMarked
package gpudyno.cache.shared;

import org.jspecify.annotations.NullMarked;
