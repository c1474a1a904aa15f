namespace Diavolo.Gallery
{
    public class Album
    {
        public int Columns = 3;
    }
}
