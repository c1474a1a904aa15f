namespace Diavolo
{
    /// <summary>The portal that modules are added to.</summary>
    public class Portal
    {
        private const int PageCacheSeconds = 10;

        /// <summary>The release of this portal: the revision of the core's version.</summary>
        public static int Release
        {
            get { return typeof(Portal).Assembly.GetName().Version.Revision; }
        }
    }
}
