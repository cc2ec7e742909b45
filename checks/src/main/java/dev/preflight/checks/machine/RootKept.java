package dev.preflight.checks.machine;

import dev.preflight.checks.machine.Virt.Root;
import java.util.List;
import java.util.Set;

/**
 * Whether what is written below {@code /} is there after a restart. An overlay alone says nothing: OpenWrt keeps its changes
 * on a disk, and images of OSTree (composefs) have one that nothing writes to. Sources: live-boot(7), casper(7),
 * dracut.cmdline(7) on {@code rd.live}, overlayroot.conf of cloud-initramfs-tools, kernel-command-line(7) on
 * {@code systemd.volatile}.
 */
enum RootKept {
    /** It is. */
    YES,
    /** It is lost. */
    NO,
    /** It depends on what cannot be seen. */
    UNSURE;

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "rootfs");

    private static final Set<String> IMAGES = Set.of("squashfs", "iso9660", "erofs", "cramfs");

    /** Options of live systems that keep changes somewhere. */
    private static final List<String> KEPT =
            List.of("persistent", "persistence", "rd.live.overlay=", "overlayroot=/dev");

    static RootKept of(Root root) {
        boolean kept = root.words().stream().anyMatch(word -> KEPT.stream().anyMatch(word::startsWith));
        boolean core = root.words().stream().anyMatch(word -> word.startsWith("snapd_recovery_mode="));
        boolean live = !core && !root.words().isEmpty();
        if (IN_MEMORY.contains(root.type())) {
            return NO;
        }
        if (IMAGES.contains(root.type())) {
            // Ubuntu Core has its base in one, and what changes elsewhere.
            return core || root.ostree() ? YES : NO;
        }
        if (root.source().startsWith("/dev/mapper/live-")) {
            return kept ? UNSURE : NO;
        }
        if (!root.type().equals("overlay")) {
            return YES;
        }
        if (IN_MEMORY.contains(root.upper())) {
            return NO;
        }
        if (!root.upper().isEmpty() && !root.upper().equals("hidden")) {
            return YES;
        }
        if (root.ostree() && root.upper().isEmpty()) {
            return YES;
        }
        return live && !kept ? NO : UNSURE;
    }
}
