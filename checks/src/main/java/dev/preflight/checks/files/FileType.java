package dev.preflight.checks.files;

/** What a path is, in the words of {@code stat:} of a definition; see inode(7). */
enum FileType {
    FILE,
    DIR,
    LINK,
    FIFO,
    SOCKET,
    CHAR,
    BLOCK
}
