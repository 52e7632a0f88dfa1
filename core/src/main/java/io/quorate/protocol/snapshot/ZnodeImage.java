package io.quorate.protocol.snapshot;

import io.quorate.model.Acl;
import io.quorate.model.StoredStat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One znode as a snapshot holds it. The root's path is empty. `acl` is null for the system znodes of a fresh tree,
/// which everybody may use; nobody may write to `data`.
public record ZnodeImage(
        String path, byte @Nullable [] data, @Nullable List<Acl> acl, StoredStat stat) {}
