/// Which entries a full cache gives up: policies over the hashes of keys, without values, so that several can follow the same stream at once.
///
/// No policy is best everywhere. W-TinyLFU and LIRS keep a loop that is larger than the cache, where LRU hits nothing; LRU wins where keys
/// are used for a while and then never again, as blocks of a conversation are. [gpudyno.cache.policy.Adaptive] therefore follows whichever is best on
/// the stream at hand. The maps are Netty's, because boxed keys would cost more memory than the entries.
@NullMarked
package gpudyno.cache.policy;

import org.jspecify.annotations.NullMarked;
