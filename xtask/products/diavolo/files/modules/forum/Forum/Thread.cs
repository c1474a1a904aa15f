namespace Diavolo.Forum
{
    public class Thread
    {
        public const int PageSize = 20;
    }
}
