package dev.heapcrest.symbols.elf;

import java.io.IOException;

/** A file is no ELF image, or says something of itself that cannot be. */
public final class ElfDamage extends IOException {
    private static final long serialVersionUID = 1L;

    ElfDamage(String message) {
        super(message);
    }
}
