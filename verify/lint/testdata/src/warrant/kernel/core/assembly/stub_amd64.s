// want `assembly in kernel/core/assembly; only kernel/arch may hold it`
