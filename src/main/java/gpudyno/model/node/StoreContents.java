package gpudyno.model.node;

import java.util.List;
import java.util.Optional;

/// What a node keeps, and the room it takes.
///
/// @param fileBytes of the store's file
/// @param freeBytes of the file that wait for new records
/// @param kinds in the order of [RecordKind]; empty where a node keeps nothing
public record StoreContents(long fileBytes, long freeBytes, List<StoredRecords> kinds) {
    public static final StoreContents NOTHING = new StoreContents(0, 0, List.of());

    public StoreContents {
        kinds = List.copyOf(kinds);
    }

    /// What there is of a kind; empty where the node keeps nothing of it.
    public Optional<StoredRecords> of(RecordKind kind) {
        return kinds.stream().filter(one -> one.kind() == kind).findFirst();
    }
}
