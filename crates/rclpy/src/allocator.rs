//! What the C library's allocator does with the buffers of large messages.
#![allow(unsafe_code)]

/// Has the allocator keep freed buffers for the next message.
///
/// By default glibc gives each buffer of more than 128 KB, and what is free beyond that, back to
/// the kernel, and gets it again page by page: for an image of 6 MB that takes twenty times as long
/// as to write it. Settings that the user has made by environment variables are left alone.
pub(crate) fn keep_large_buffers() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        /// The most that is kept free, and glibc's limit for what it maps by itself.
        const KEPT: libc::c_int = 128 << 20;
        const MAPPED: libc::c_int = 32 << 20;
        let set_by_user = [
            "GLIBC_TUNABLES",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_",
        ];
        if set_by_user
            .into_iter()
            .any(|name| std::env::var_os(name).is_some())
        {
            return;
        }
        // SAFETY: `mallopt` takes two numbers and the allocator's own lock. When it refuses, all is
        // as before.
        unsafe {
            libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED);
            libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
        }
    }
}
